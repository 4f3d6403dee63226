iUSf¬zτTϋ4€zl6UςςP=ΧnVu'έNΒ7?Λ='bπώHKx"
ζM΅TBζ
Υ
΅°ΌYχ§π