namespace Cocoon.Ton.Client;

public enum TonAccountStatus
{
    Uninitialized,
    Active,
    Frozen,
}
