åÓœ,ˇâŸmoQ™]±ºl€sc
Ñ1√:Èóbøîñû]˛-?Sqr“òïv®Fu®ØQ>Rg√ºQréy