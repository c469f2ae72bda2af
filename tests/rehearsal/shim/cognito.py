"""The discovery document as Cognito answers it: keys at the issuer, pages and tokens at the pool's domain, over TLS.

The emulator names itself, with http. It has no /oauth2/revoke, so none is named.
"""

import json
from typing import Any

from ministack.services import cognito

Answer = tuple[int, dict[str, str], bytes]


def install() -> None:
    theirs = cognito.well_known_openid_configuration

    def ours(pool_id: str, *arguments: Any, **named: Any) -> Answer:
        status, headers, body = theirs(pool_id, *arguments, **named)
        document = json.loads(body)
        pages = cognito._pool_domain_base_url(cognito._get_pool_unscoped(pool_id))
        document |= {
            "jwks_uri": f"{document['issuer']}/.well-known/jwks.json",
            "authorization_endpoint": f"{pages}/oauth2/authorize",
            "token_endpoint": f"{pages}/oauth2/token",
            "userinfo_endpoint": f"{pages}/oauth2/userInfo",
            "end_session_endpoint": f"{pages}/logout",
        }
        return status, headers, json.dumps(document).encode()

    cognito.well_known_openid_configuration = ours
