def test_try(world, app):
    from app.reminders import deciding
    deciding.decide_due()
