"""`dlprep` alone: what is due, where the learner is weakest, and what to type next."""


def today() -> None:
    """Print the day at a glance."""
    from dlprep import config, paths
    from dlprep.cli.loaded import loaded
    from dlprep.cli.opened import opened, study_day
    from dlprep.screen.console import stdout_console
    from dlprep.screen.today import days_left, glance
    from dlprep.session.kept_plan import active
    from dlprep.session.practice import backlog, todays_questions

    settings, day = config.load(paths.config_file()), study_day()
    plan = active(day)
    library = loaded()
    with opened() as log:
        statistics = log.statistics(day)
        waiting = todays_questions(library, log, settings, day)
        seen = log.seen()
        behind = None if plan else backlog(library, log, settings, day)
        leeches = log.leeches()
        next_day = log.next_due_day()
    due = sum(picked.id in seen for picked in waiting)
    questions = sum(topic.questions for topic in library.topics())
    console = stdout_console()
    fresh = len(waiting) - due
    if plan is not None:
        console.print(days_left(plan, day))
    console.print(glance(statistics, due, fresh, questions, next_day, behind, leeches))
