"""`python -m tests.rehearsal.shim`: the emulator with the shim. Its settings are in its environment."""

from ministack.app import main
from tests.rehearsal.shim import cognito, images, recorded, resources, tokens

resources.install()
recorded.install()
cognito.install()
images.install()
tokens.serve()
main()
