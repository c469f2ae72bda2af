"""A word that nobody else has: for names that are shared by a region, or that are kept when the stack goes."""

from aws_cdk import Aws, Fn


def of_this_stack() -> str:
    """The last part of the stack's id, twelve hexadecimal digits: another one each time that a stack is made."""
    return Fn.select(4, Fn.split("-", Fn.select(2, Fn.split("/", Aws.STACK_ID))))
