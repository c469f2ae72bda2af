"""Who may sign in, and with what."""

from collections.abc import Iterator

from promise.template import Case, Template, target, text, wanted

POOL = {
    "UserPoolTier": "ESSENTIALS",
    "UsernameAttributes": ["email"],
    "UsernameConfiguration.CaseSensitive": False,
    "AutoVerifiedAttributes": ["email"],
    "UserAttributeUpdateSettings.AttributesRequireVerificationBeforeUpdate": ["email"],
    "AccountRecoverySetting.RecoveryMechanisms": [{"Name": "verified_email", "Priority": 1}],
    "AdminCreateUserConfig.AllowAdminCreateUserOnly": False,
    "MfaConfiguration": "OPTIONAL",
    "EnabledMfas": ["SOFTWARE_TOKEN_MFA"],
    "Policies.SignInPolicy.AllowedFirstAuthFactors": ["PASSWORD", "WEB_AUTHN"],
    "WebAuthnUserVerification": "required",
    "Policies.PasswordPolicy.MinimumLength": 12,
    **{f"Policies.PasswordPolicy.Require{kind}": True for kind in ("Lowercase", "Uppercase", "Numbers", "Symbols")},
}
CLIENT = {
    "AllowedOAuthFlows": ["code"],
    "AllowedOAuthFlowsUserPoolClient": True,
    "AllowedOAuthScopes": ["openid", "email", "profile"],
    "AccessTokenValidity": 15,
    "IdTokenValidity": 15,
    "TokenValidityUnits": {"AccessToken": "minutes", "IdToken": "minutes", "RefreshToken": "minutes"},
    "RefreshTokenValidity": 30 * 24 * 60,
    "RefreshTokenRotation": {"Feature": "ENABLED", "RetryGracePeriodSeconds": 30},
    "EnableTokenRevocation": True,
    "PreventUserExistenceErrors": "ENABLED",
    "ExplicitAuthFlows": ["ALLOW_USER_AUTH"],
    "SupportedIdentityProviders": ["COGNITO"],
    "ReadAttributes": ["email", "email_verified", "name"],
    "WriteAttributes": ["email", "name"],
}


def people_sign_up_with_an_address_that_is_theirs(t: Template, _: Case) -> Iterator[str]:
    name, it = t.one("AWS::Cognito::UserPool")
    yield from wanted(name, it, POOL)
    if it.get("Schema") != [{"Name": "email", "Required": True, "Mutable": True}]:
        yield f"{name}: {it.get('Schema')}"


def two_clients_and_each_as_little_as_it_needs(t: Template, case: Case) -> Iterator[str]:
    clients = {bool(it.get("GenerateSecret")): (name, it) for name, it in t.of("AWS::Cognito::UserPoolClient")}
    if set(clients) != {True, False} or len(list(t.of("AWS::Cognito::UserPoolClient"))) != 2:
        yield "there is not one client with a secret and one without"
        return
    pool, _ = t.one("AWS::Cognito::UserPool")
    for name, it in clients.values():
        yield from wanted(name, it, CLIENT)
        if target(it.get("UserPoolId")) != pool:
            yield f"{name} is of another pool"
    url = text(t.raw["Outputs"]["Url"]["Value"])
    if case.place.domain and url != f"https://{case.place.domain}":
        yield f"the site is at {url}"
    _, web = clients[True]
    _, cli = clients[False]
    if [text(it) for it in web.get("CallbackURLs", [])] != [f"{url}/auth/callback"]:
        yield f"browsers come back to {web.get('CallbackURLs')}"
    if [text(it) for it in web.get("LogoutURLs", [])] != [f"{url}/"]:
        yield f"browsers go out to {web.get('LogoutURLs')}"
    if cli.get("CallbackURLs") != ["http://localhost:8400/callback"] or cli.get("LogoutURLs") != cli.get(
        "CallbackURLs"
    ):
        yield f"a command line comes back to {cli.get('CallbackURLs')}"


def the_pages_to_sign_in_appear(t: Template, _: Case) -> Iterator[str]:
    name, it = t.one("AWS::Cognito::UserPoolDomain")
    yield from wanted(name, it, {"ManagedLoginVersion": 2})
    pool, _properties = t.one("AWS::Cognito::UserPool")
    if "AWS::StackId" not in text(it.get("Domain")) or target(it.get("UserPoolId")) != pool:
        yield f"{name}: its prefix may be somebody else's"
    styled = {
        target(its.get("ClientId")): (its.get("UseCognitoProvidedValues"), target(its.get("UserPoolId")))
        for _, its in t.of("AWS::Cognito::ManagedLoginBranding")
    }
    if styled != {client: (True, pool) for client, _ in t.of("AWS::Cognito::UserPoolClient")}:
        yield "a client has no branding, and its pages do not appear"


PROMISES = (
    people_sign_up_with_an_address_that_is_theirs,
    two_clients_and_each_as_little_as_it_needs,
    the_pages_to_sign_in_appear,
)
