"""The door of the ceremony side: logging in, joining by an invitation, locking and unlocking a station, the list of people."""

from flask import Blueprint, redirect, render_template, request, session
from flask.typing import ResponseReturnValue

from draw.edges.people import STAFF, Role
from draw.errors import StepRefused
from draw.words import say
from web.access import Who, allow, current, logged_in
from web.config import Config


def blueprint(config: Config) -> Blueprint:
    """The routes of the door."""
    door = Blueprint("door", __name__)
    logins, people = config.logins, config.people

    def login_page(error: str = "", status: int = 200) -> ResponseReturnValue:
        return render_template("login.html", error=error, accounts=people.accounts()), status

    def come_in(key: str) -> ResponseReturnValue:
        logins.leave(session.get("login"))
        session.clear()
        session["login"] = key
        return redirect("/", 303)

    @door.get("/login")
    @allow(Who.HALL)
    def login() -> ResponseReturnValue:
        """Account and password; before there is an account, the code from the console."""
        return redirect("/", 303) if logged_in(config) else login_page()

    @door.post("/login")
    @allow(Who.HALL)
    def enter() -> ResponseReturnValue:
        """Log in. The console's code opens one login, and none once the operator has an account."""
        account = request.form.get("account", "")
        try:
            if account:
                return come_in(logins.open(people.enter(account, request.form.get("password", ""))))
            if people.of(Role.OPERATOR):
                return login_page(say("people.code_closed"), 403)
            opened = logins.enter(request.form.get("code", ""))
            return login_page(say("desk.code_wrong"), 403) if opened is None else come_in(opened)
        except StepRefused as refused:
            return login_page(str(refused), 403)

    @door.get("/join")
    @allow(Who.HALL)
    def join() -> ResponseReturnValue:
        """Where an invited person chooses the password."""
        return render_template("join.html", error="")

    @door.post("/join")
    @allow(Who.HALL)
    def accept() -> ResponseReturnValue:
        """Make the account that the invitation allows, and log it in."""
        form = request.form
        try:
            if form.get("password", "") != form.get("again", ""):
                raise StepRefused(say("people.differ"))
            return come_in(logins.open(people.accept(form.get("code", ""), form.get("name", ""), form.get("password", ""))))
        except StepRefused as refused:
            return render_template("join.html", error=str(refused)), 422

    @door.get("/locked")
    @allow(Who.STAFF)
    def locked() -> ResponseReturnValue:
        """The page of a station that nobody touched for a while."""
        here = current(config)
        if here is None or not here.locked:
            return redirect("/", 303)
        return render_template("locked.html", error="", login=here)

    @door.post("/unlock")
    @allow(Who.STAFF)
    def unlock() -> ResponseReturnValue:
        """Open it again with its person's password."""
        here = current(config)
        if here is None or here.account is None:
            return redirect("/login", 303)
        try:
            logins.unlock(here, people.enter(here.account.id, request.form.get("password", "")))
        except StepRefused as refused:
            return render_template("locked.html", error=str(refused), login=here), 403
        return redirect("/", 303)

    @door.post("/lock")
    @allow(Who.STAFF)
    def lock() -> ResponseReturnValue:
        """Lock this station now."""
        here = current(config)
        if here is not None:
            logins.lock(here)
        return redirect("/", 303)

    @door.post("/logout")
    @allow(Who.STAFF, Who.WITNESS)
    def leave() -> ResponseReturnValue:
        """End this login."""
        logins.leave(session.get("login"))
        session.clear()
        return redirect("/login", 303)

    # -- people -------------------------------------------------------------------------------------------------------

    def people_page(error: str = "", code: str = "", role: str = "", status: int = 200) -> ResponseReturnValue:
        here = current(config)
        return render_template(
            "people.html",
            error=error,
            code=code,
            role=role,
            roles=[r for r in STAFF if r is not Role.OPERATOR],
            accounts=people.accounts(),
            invited=people.invitations(),
            present=logins.present(),
            token=here.token if here else "",
            login=here,
        ), status

    @door.get("/people")
    @allow(Who.OPERATOR)
    def show() -> ResponseReturnValue:
        """Who works this ceremony."""
        return people_page()

    @door.post("/people/operator")
    @allow(Who.OPERATOR)
    def first() -> ResponseReturnValue:
        """The account of the operator who came in by the console's code."""
        form, here = request.form, current(config)
        try:
            if here is not None and here.account is not None:
                raise StepRefused(say("people.role_taken", role=say("role.operator")))
            if form.get("password", "") != form.get("again", ""):
                raise StepRefused(say("people.differ"))
            return come_in(logins.open(people.found(Role.OPERATOR, form.get("name", ""), form.get("password", ""))))
        except StepRefused as refused:
            return people_page(str(refused), status=422)

    @door.post("/people/invite")
    @allow(Who.OPERATOR)
    def invite() -> ResponseReturnValue:
        """A code for a role, shown once; its person brings it to their own station."""
        role = request.form.get("role", "")
        try:
            if role not in list(STAFF):
                raise StepRefused(say("desk.choose"))
            return people_page(code=people.invite(Role(role)), role=role)
        except StepRefused as refused:
            return people_page(str(refused), status=422)

    @door.post("/people/remove")
    @allow(Who.OPERATOR)
    def remove() -> ResponseReturnValue:
        """Take an account away: its person leaves, or forgot the password. The id is typed to confirm."""
        account = request.form.get("account", "")
        try:
            if request.form.get("confirm", "").strip() != account:
                raise StepRefused(say("people.confirm_remove", id=account))
            people.remove(account)
            logins.end(account)
            return redirect("/people", 303)
        except StepRefused as refused:
            return people_page(str(refused), status=422)

    return door
