ˆàrCö]ÀË¹n*NÃ­sX»ë2•
ƒJTZ¸WM‘Gz‰V_ Õ„N‡mfþ6Úm5ÿßçK/¦