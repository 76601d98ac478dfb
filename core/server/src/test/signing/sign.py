"""python3 sign.py PERSON SYSTEM TYPE ID SECRET: prints a token for <causerie-record>."""
import base64
import hashlib
import hmac
import json
import sys
import time
import uuid


def base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def sign(person, record, host, secret, now=None, jti=None):
    now = int(time.time()) if now is None else now
    compact = {"separators": (",", ":"), "ensure_ascii": False}
    header = base64url(json.dumps({"alg": "HS256", "typ": "JWT"}, **compact).encode())
    claims = {"iss": host, "aud": "causerie", "sub": person, "jti": jti or str(uuid.uuid4()),
              "iat": now, "exp": now + 60, "record": record}
    signed = header + "." + base64url(json.dumps(claims, **compact).encode())
    signature = hmac.new(secret.encode(), signed.encode(), hashlib.sha256).digest()
    return signed + "." + base64url(signature)


if __name__ == "__main__":
    person, system, type_, id_, secret = sys.argv[1:6]
    now = int(sys.argv[6]) if len(sys.argv) > 6 else None
    print(sign(person, {"system": system, "type": type_, "id": id_}, "desk", secret, now,
               sys.argv[7] if len(sys.argv) > 7 else None))
