•zIõF™¾Û{aiFJh¸n¿0£¾ Ë¸öR[fƒpW¸¦wdÙxqPqRÑ-[JU_yÙo³¹å
