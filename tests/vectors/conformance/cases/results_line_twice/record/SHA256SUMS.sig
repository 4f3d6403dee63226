àdÓoS‰ìpK@Z#OÅ¶Oh
É<ÞÛÃ}¥hGS‰b¾õUI©C™‘Ì+„EZÛ^ÕP]ôl5,!£Ÿ—