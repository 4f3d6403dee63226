D×vmq6%^TaÑL¶“½Õ§+k•ÙyŽþÝ5Þ‡S)Pc©D|=WÎè¼³è
lXn«Ûwp#