Ñ9ùDëŸÏyØ˜Ù=[<‹„‘8bÿr¶ ÏII`g™GÌßügjFGdVgm¤÷I/’3¤v
N‰ö9áuQ®