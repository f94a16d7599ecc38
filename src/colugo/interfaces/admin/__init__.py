"""The admin: pages for attendants, managers, engineers and admins, in NiceGUI. Decides nothing.

A page is a function of the desk of whoever is signed in; what it does goes through the desk, which
looks up anew who asks and what the role may.
"""

from colugo.interfaces.admin.mount import mount_admin

__all__ = ["mount_admin"]
