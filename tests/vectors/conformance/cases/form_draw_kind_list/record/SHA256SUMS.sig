yΔn'+*8Κ²NGh(G―
±ΪάξϋϋtÿfΧitGεd5Nn<Mn€H	„…„6ΗO® 