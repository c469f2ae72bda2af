"""What is under /auth. All of it is public: it is how somebody becomes known."""

from flask import Blueprint

from todo.auth import program, signin, signout, token_page

blueprint = Blueprint("auth", __name__, url_prefix="/auth", template_folder="templates")

blueprint.add_url_rule("/login", view_func=signin.login, methods=["GET"])
blueprint.add_url_rule("/ways", view_func=signin.ways, methods=["GET"])
blueprint.add_url_rule("/callback", view_func=signin.callback, methods=["GET"])
blueprint.add_url_rule("/logout", view_func=signout.logout, methods=["POST"])
blueprint.add_url_rule("/token", view_func=token_page.token, methods=["GET"])
blueprint.add_url_rule("/token/new", view_func=signin.new_token, methods=["GET"])
blueprint.add_url_rule("/program", view_func=program.program, methods=["GET"])
