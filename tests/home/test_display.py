from home.display import BY_CODE, Display, display_of


def test_an_unknown_cookie_means_the_ordinary_display():
    for code in ("", "gigantic", "large9", "<script>"):
        assert display_of(code) == Display()


def test_every_code_leads_back_to_its_display():
    assert all(display_of(code).code == code for code in BY_CODE)


def test_the_type_grows_in_three_steps_and_then_starts_again():
    display, seen = Display(1), []
    for _step in range(3):
        seen.append(display.step)
        display = display.larger
    assert seen == [1, 2, 3]
    assert display.step == 1


def test_the_black_ground_keeps_the_size_of_the_type():
    assert Display(2).other_ground == Display(2, True)
    assert Display(2, True).larger == Display(3, True)
    assert Display(2, True).other_ground == Display(2)
