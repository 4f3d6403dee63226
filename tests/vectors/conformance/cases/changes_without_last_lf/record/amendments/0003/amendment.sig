†„S]SÛibD ¬‚œ»À™_c¬ˆ$ÔxZÐcZíd1Šrý
:>Uj=ÇªòA¶ƒîmõPf85Â].6KÀ