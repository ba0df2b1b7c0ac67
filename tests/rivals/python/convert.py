"""Makes XForms: each line of the jobs is {"form": path or sheets, "out": path}; a line of answer for each."""

import json
import sys

from pyxform.errors import PyXFormError
from pyxform.xls2xform import convert


def one(job):
    warnings = []
    try:
        made = convert(xlsform=job["form"], warnings=warnings, validate=False, form_name="data")
    except (PyXFormError, TypeError, ValueError, KeyError) as error:
        return {"error": f"{type(error).__name__}: {error}", "warnings": warnings}
    with open(job["out"], "w", encoding="utf-8") as out:
        out.write(made.xform)
    return {"error": None, "warnings": made.warnings}


for line in open(sys.argv[1], encoding="utf-8"):
    print(json.dumps(one(json.loads(line))), flush=True)
