%w∆oE;њТ•
ґgй(пb;ИНІМІuО∞@ж≤mУIHФЋhE±NLrдhН≈ут0cФ≈:nGUbDВ