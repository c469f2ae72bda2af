#!/bin/bash
# Makes a bare Amazon Linux 2023 the way out of the private subnets: it forwards what the security group lets in.
set -euo pipefail

# Its packages come from S3 through the gateway endpoint: it needs no address of its own for that.
dnf install --quiet --assumeyes nftables
echo 'net.ipv4.ip_forward = 1' >/etc/sysctl.d/50-forward.conf
sysctl --quiet --load=/etc/sysctl.d/50-forward.conf
cat >/etc/sysconfig/nftables.conf <<'RULES'
table ip nat {
  chain postrouting {
    type nat hook postrouting priority srcnat
    oifname != "lo" masquerade
  }
}
RULES
systemctl enable --now nftables.service
