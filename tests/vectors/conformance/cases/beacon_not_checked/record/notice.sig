Òsm\åEJÃfçı6tÃßÚ0S"<×‡g¢½Iµ¿t@OIFzÜPÿº«ıT`1ÏxeX:å«á
