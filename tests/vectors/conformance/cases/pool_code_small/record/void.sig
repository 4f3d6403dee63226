Ÿ)Aè(‹“¯qJ‹zj®Dß
8_|r3„v¡g</á³Kµk(ëÃfšo	)sPcôxÏÝ´SÕÅ£n¬úÙ=	