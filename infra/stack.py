"""The deployment on one page: the parts, then who may do what, then what is watched."""

from aws_cdk import Aws, CfnOutput, RemovalPolicy, Stack, Tags
from aws_cdk import aws_s3_assets as assets
from aws_cdk import aws_secretsmanager as secrets
from constructs import Construct

from infra import alarm_rules
from infra.alarms import Alarms
from infra.backup import Backup
from infra.budget import add_budget
from infra.dashboard import add_dashboard
from infra.database import Database
from infra.domain import Domain
from infra.doors import Doors
from infra.entry import Entry
from infra.firewall import Firewall
from infra.fleet import Fleet
from infra.keys import Keys
from infra.network import Network
from infra.people import People
from infra.rights import Rights
from infra.settings import DATABASE_PORT, Place, Profile
from infra.template import launch_template, user_data
from infra.trial import Trial
from infra.watch import Watch


class Todo(Stack):
    def __init__(self, scope: Construct, *, profile: Profile, place: Place) -> None:
        super().__init__(
            scope,
            place.name,
            description=f"aws-scalable-todo-app, profile {profile.name}",
            termination_protection=place.keeps_state,
        )
        Tags.of(self).add("application", place.name)

        # The parts.
        keys = Keys(self, "Keys", keeps_state=place.keeps_state)
        watch = Watch(self, "Watch", key=keys.watch, email=place.email)
        network = Network(self, "Network", zones=profile.zones, nat=profile.nat, key=keys.watch)
        vpc = network.vpc
        doors = Doors(self, "Doors", vpc=vpc, cloudfront_prefix_list=place.prefix_list_of_trial)
        network.harden(doors.fleet)
        entry = Entry(self, "Entry", place=place, vpc=vpc, group=doors.load_balancer)
        address = (
            Domain(self, "Domain", place=place, entry=entry)
            if place.domain
            else Trial(self, "Trial", entry=entry, key=keys.data)
        )
        people = People(self, "People", place=place, url=address.url)
        database = Database(
            self, "Database", profile=profile.database, place=place, vpc=vpc, group=doors.database, keys=keys
        )
        backups = Backup(
            self, "Backup", database=database.instance, key=keys.data, stack=place.name, keeps_state=place.keeps_state
        )
        session = secrets.Secret(
            self,
            "SessionSecret",
            description="Encrypts what sessions hold: TODO_SECRET",
            encryption_key=keys.data,
            generate_secret_string=secrets.SecretStringGenerator(exclude_punctuation=True, password_length=64),
            removal_policy=RemovalPolicy.DESTROY,  # without it people sign in again, and lose nothing
        )
        bundle = assets.Asset(self, "Bundle", path=str(place.bundle_path))

        # Who may do what.
        rights = Rights(
            self,
            "Rights",
            bundle=bundle,
            database=database.instance,
            pool=people.pool,
            session=session,
            key=keys.data,
            log_group=watch.log,
        )
        if profile.has_firewall:
            Firewall(
                self,
                "Firewall",
                stack=place.name,
                protects={"Entry": entry.balancer.load_balancer_arn, "People": people.pool.user_pool_arn},
                is_behind_cloudfront=not place.domain,
                key=keys.watch,
            )

        # What runs, and what is watched.
        alarms = Alarms(self, "Alarms", watch=watch)
        clients = f"{people.web.user_pool_client_id},{people.cli.user_pool_client_id}"
        told = {  # infra/instance/bootstrap.sh says what each is
            "AWS_DEFAULT_REGION": Aws.REGION,
            "DATABASE_HOST": database.instance.db_instance_endpoint_address,
            "DATABASE_PORT": str(DATABASE_PORT),
            "MASTER_SECRET_ID": database.master_secret.secret_arn,
            "SESSION_SECRET_ID": session.secret_arn,
            "USER_POOL_ID": people.pool.user_pool_id,
            "WEB_CLIENT_ID": people.web.user_pool_client_id,
            "LOG_GROUP": watch.log.log_group_name,
            "TODO_BASE_URL": address.url,
            "TODO_ISSUER": people.issuer,
            "TODO_CLIENT_ID": clients,
            "TODO_TRUSTED_PROXIES": str(address.trusted_proxies),
        }
        template = launch_template(
            self,
            profile=profile.fleet,
            place=place,
            group=doors.fleet,
            role=rights.role,
            user_data=user_data(bundle, told),
        )
        fleet = Fleet(
            self,
            "Fleet",
            profile=profile.fleet,
            vpc=vpc,
            template=template,
            entry=entry,
            rollback_alarms=alarms.add(alarm_rules.of_answers(entry)),
            notices=watch.notices,
            after=[rights.policy, address.listener],
        )
        alarms.add(alarm_rules.of_fleet(fleet, entry, address.host))
        alarms.add(alarm_rules.of_database(database, profile.database.connections_alarm))
        alarms.add(alarm_rules.of_way_out(network))
        alarms.add(alarm_rules.of_people(people))
        alarms.add(alarm_rules.of_backups(backups.vault.backup_vault_name))
        alarms.wake(alarm_rules.affecting_people(alarms.all))
        board = add_dashboard(self, entry=entry, fleet=fleet, database=database, host=address.host, alarms=alarms.all)
        add_budget(self, usd_a_month=profile.budget_usd, topic=watch.notices)

        # What whoever deploys is told.
        outputs = {
            "Url": address.url,
            "UserPoolId": people.pool.user_pool_id,
            "WebClientId": people.web.user_pool_client_id,
            "CliClientId": people.cli.user_pool_client_id,
            "HostedUi": people.hosted_ui,
            "DatabaseEndpoint": database.instance.db_instance_endpoint_address,
            "DatabaseName": database.instance.instance_identifier,
            "MasterSecret": database.master_secret.secret_arn,
            "DataKey": keys.data.key_arn,
            "InstanceRole": rights.role.role_name,
            "LoadBalancerName": entry.balancer.load_balancer_name,
            "AccessLogs": entry.logs.bucket_name,
            "BackupVault": backups.vault.backup_vault_name,
            "FleetName": fleet.group.auto_scaling_group_name,
            "LogGroup": watch.log.log_group_name,
            "Dashboard": board.dashboard_name,
            "Keep": place.keep,
        }
        for name, value in outputs.items():
            CfnOutput(self, name, value=value)
