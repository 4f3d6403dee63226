¨D^SÞæF¹ÊªÉ”TöøCØMpÝOB]ån_às2¬
ÚÉjR÷uÛ&
ÄoÎX!Û]˜Tñ¹jê