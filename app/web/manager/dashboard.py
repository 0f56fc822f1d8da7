from app.web.manager import bp
@bp.get("/dashboard")
def dashboard(): return "x"
@bp.get("/admin")
def settings(): return "x"
