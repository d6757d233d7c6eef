namespace Cocoon.Simulation.Chain.Models;

/// <summary>First 32 bits of messages and signed cells, once more: a model that shared them with the code under test would share its mistakes. Source: contracts/src/messages.tolk.</summary>
internal static class Tags
{
    public const uint TopUp = 0x43430001;
    public const uint Claim = 0x43430002;
    public const uint ClaimPaid = 0x43430003;
    public const uint CloseTogether = 0x43430010;
    public const uint StartClose = 0x43430011;
    public const uint FinishClose = 0x43430012;
    public const uint Withdraw = 0x43430013;
    public const uint ChangeVoucherKey = 0x43430014;
    public const uint Refund = 0x43430015;
    public const uint ApplyVoucherKey = 0x43430016;
    public const uint DrawEarnings = 0x43430020;
    public const uint Pause = 0x43430021;
    public const uint StartExit = 0x43430022;
    public const uint Drawn = 0x43430023;
    public const uint Announce = 0x43430030;
    public const uint Cancel = 0x43430031;
    public const uint Apply = 0x43430032;
    public const uint Excesses = 0xd53276db;

    public const uint Voucher = 0x56434831;
    public const uint CloseAgreement = 0x434c4f31;
    public const uint WithdrawPermit = 0x57445231;

    public const uint SetOperator = 0x56430001;
    public const uint SetOwner = 0x56430002;
    public const uint Upgrade = 0x56430003;
    public const uint TakeOut = 0x56430004;
}
