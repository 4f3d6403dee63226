k°TÃAóÊéî
»ïJ“fECLQ5.CôhŸGQçËú”h"P\~H3x
¡©fù¼åÌfŠ£©Ô