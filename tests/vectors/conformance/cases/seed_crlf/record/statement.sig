dØZdLä—x•õNhÜÆ,·³È( E×XSr)®B¨$^^¤½¦î†í
Î‡c9í¿ZT&FB÷X