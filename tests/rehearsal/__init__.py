"""The rehearsal, `make rehearse`: the deployment of infra/, made by the real CDK command in an emulator of AWS on this
machine, and shown to work. Read it in this order:

    __main__.py     what this machine must have, and the sandbox that it all happens in
    sandbox.py      namespaces of its own, so that nothing leaves them and nothing stays behind
    rehearsal.py    what is started, in which order, and which checks are made
    emulator.py     the emulator under AWS's own host names; shim/ is what it lacks
    network.py      a network namespace for each machine; firewall.py makes nftables rules of security groups
    deployment.py   the bundle, and the CDK command
    fleet.py        what Auto Scaling does; instance.py is one machine that runs its user data under systemd
    balancer.py     HAProxy in the place of the load balancer
    database.py     PostgreSQL in the place of RDS; gate.py is its TLS and its sign-in by IAM token
    checks/         one line of the report each
"""
