Ğh‰:iœüò
9K»JDní¥Ò²-=íwlæô4†âq¸âÂ+æA+z>ÿftvDUhkú*ÀŠi+3èàU	