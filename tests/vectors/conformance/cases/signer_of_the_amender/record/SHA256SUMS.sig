Øûz
Ûæ(B¥VSŸTÑp|P“^ò,ˆÌòE]Îp%ÇI"_A£µUŽ"Ó?S×CïaˆajuFò