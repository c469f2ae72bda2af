"""Who may sign in: a Cognito user pool with its hosted pages, one client for browsers and one for command lines."""

from aws_cdk import Aws, Duration, RemovalPolicy
from aws_cdk import aws_cognito as cognito
from constructs import Construct

from infra.settings import Place
from infra.unique import of_this_stack

CLI_CALLBACK = "http://localhost:8400/callback"  # http is for localhost only; the port is part of what Cognito compares
SCOPES = [cognito.OAuthScope.OPENID, cognito.OAuthScope.EMAIL, cognito.OAuthScope.PROFILE]


class People(Construct):
    def __init__(self, scope: Construct, name: str, *, place: Place, url: str) -> None:
        super().__init__(scope, name)
        self.pool = self._kept_pool(place.pool) if place.pool else self._pool(place)
        self.issuer = f"https://cognito-idp.{Aws.REGION}.amazonaws.com/{self.pool.user_pool_id}"
        self.domain = cognito.UserPoolDomain(
            self,
            "Domain",
            user_pool=self.pool,
            cognito_domain=cognito.CognitoDomainOptions(domain_prefix=f"{place.name}-{of_this_stack()}"),
            managed_login_version=cognito.ManagedLoginVersion.NEWER_MANAGED_LOGIN,
        )
        self.web = self._client("Web", callback=f"{url}/auth/callback", logout=f"{url}/", has_secret=True)
        self.cli = self._client("Cli", callback=CLI_CALLBACK, logout=CLI_CALLBACK, has_secret=False)
        self.hosted_ui = f"https://{self.domain.domain_name}.auth.{Aws.REGION}.amazoncognito.com"

    def _kept_pool(self, pool_id: str) -> cognito.IUserPool:
        return cognito.UserPool.from_user_pool_id(self, "Pool", pool_id)

    def _pool(self, place: Place) -> cognito.UserPool:
        return cognito.UserPool(
            self,
            "Pool",
            feature_plan=cognito.FeaturePlan.ESSENTIALS,
            self_sign_up_enabled=True,
            sign_in_aliases=cognito.SignInAliases(email=True),
            sign_in_case_sensitive=False,
            standard_attributes=cognito.StandardAttributes(
                email=cognito.StandardAttribute(required=True, mutable=True)
            ),
            auto_verify=cognito.AutoVerifiedAttrs(email=True),
            keep_original=cognito.KeepOriginalAttrs(email=True),  # a new address counts once it is verified
            account_recovery=cognito.AccountRecovery.EMAIL_ONLY,
            mfa=cognito.Mfa.OPTIONAL,
            mfa_second_factor=cognito.MfaSecondFactor(otp=True, sms=False),
            sign_in_policy=cognito.SignInPolicy(
                allowed_first_auth_factors=cognito.AllowedFirstAuthFactors(password=True, passkey=True)
            ),
            passkey_user_verification=cognito.PasskeyUserVerification.REQUIRED,
            password_policy=cognito.PasswordPolicy(
                min_length=12,
                require_lowercase=True,
                require_uppercase=True,
                require_digits=True,
                require_symbols=True,
                temp_password_validity=Duration.days(1),
            ),
            email=cognito.UserPoolEmail.with_ses(from_email=place.mail_from, ses_region=Aws.REGION)
            if place.mail_from
            else cognito.UserPoolEmail.with_cognito(),
            deletion_protection=place.keeps_state,
            removal_policy=RemovalPolicy.RETAIN if place.keeps_state else RemovalPolicy.DESTROY,
        )

    def _client(self, name: str, *, callback: str, logout: str, has_secret: bool) -> cognito.UserPoolClient:
        attributes = cognito.ClientAttributes()
        client = cognito.UserPoolClient(
            self,
            name,
            user_pool=self.pool,
            generate_secret=has_secret,
            auth_flows=cognito.AuthFlow(user=True),  # what offers passkeys; the hosted pages need no other
            supported_identity_providers=[cognito.UserPoolClientIdentityProvider.COGNITO],
            o_auth=cognito.OAuthSettings(
                flows=cognito.OAuthFlows(authorization_code_grant=True),
                scopes=SCOPES,
                callback_urls=[callback],
                logout_urls=[logout],
            ),
            access_token_validity=Duration.minutes(15),
            id_token_validity=Duration.minutes(15),
            refresh_token_validity=Duration.days(30),
            refresh_token_rotation_grace_period=Duration.seconds(30),
            enable_token_revocation=True,
            prevent_user_existence_errors=True,
            read_attributes=attributes.with_standard_attributes(email=True, email_verified=True, fullname=True),
            write_attributes=attributes.with_standard_attributes(email=True, fullname=True),
        )
        cognito.CfnManagedLoginBranding(  # without one the pages do not appear
            self,
            f"{name}Branding",
            user_pool_id=self.pool.user_pool_id,
            client_id=client.user_pool_client_id,
            use_cognito_provided_values=True,
        )
        return client
