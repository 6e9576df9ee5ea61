"""公开属性: what is public, on application or withheld, on which ground, and the yearly look again.

政府信息公开条例 Art. 13-18; the attribute is set when an item is drafted (国办发〔2016〕80号).
"""
