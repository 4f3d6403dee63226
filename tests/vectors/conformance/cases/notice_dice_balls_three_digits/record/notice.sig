╩Я╖Z
N╩\э#кi'▒w╨Ж°_©╥ssИ²REit!ш≤╞X@╢МаF?У3╫Ig╟5гeBG╖═YeSjЬ├S