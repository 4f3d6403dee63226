mO‹žw½r
Ä`‘j_”‹S–¬×RAÁ"êfYL³1¥ÞÄA˜Ä‚Þ |âk¢C¢oWjÿ3þâí¯ŸVa™