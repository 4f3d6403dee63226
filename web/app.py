"""create_ceremony_app: wires routes, guards and words together; nothing else happens here."""

from flask import Flask

from draw.dates import when
from web import (
    access,
    desk,
    door,
    faults,
    floor,
    guard,
    hall,
    handbook_routes,
    lookup,
    machines,
    screen_page,
    second,
    setup,
    setup_limits,
    witness,
)
from web.catalogue import t
from web.config import Config
from web.floor_sheets import Sheets

_FORM_BYTES = 64 * 1024


def create_ceremony_app(config: Config) -> Flask:
    """The app of the ceremony side. Raises UnmarkedRoute if a route says not who may use it."""
    app = Flask("web", static_folder=None)
    app.config.update(
        SECRET_KEY=config.secret,
        SESSION_COOKIE_NAME="desk",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Strict",
        MAX_CONTENT_LENGTH=_FORM_BYTES,
        MAX_FORM_PARTS=50,
    )
    app.jinja_env.globals |= {"t": t, "when": when}
    app.jinja_options["autoescape"] = True
    app.context_processor(lambda: {"rehearsal": config.service.rehearsal(), "machines": lambda: machines.facts(config)})
    app.register_blueprint(hall.blueprint(config))
    app.register_blueprint(door.blueprint(config))
    sheets = Sheets(config.service)
    app.register_blueprint(desk.blueprint(config, sheets))
    app.register_blueprint(floor.blueprint(config, sheets))
    app.register_blueprint(screen_page.blueprint(config))
    app.register_blueprint(witness.blueprint(config))
    app.register_blueprint(handbook_routes.blueprint(config))
    app.register_blueprint(lookup.blueprint(config))
    app.register_blueprint(setup.blueprint(config))
    app.register_blueprint(second.blueprint(config))
    faults.install(app)
    setup_limits.install(app, config)
    guard.install(app, config)
    access.install(app, config)
    return app
