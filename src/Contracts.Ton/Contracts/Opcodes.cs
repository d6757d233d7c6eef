namespace Cocoon.Ton.Contracts;

/// <summary>First 32 bits of our messages and signed cells (docs/contracts.md, docs/registry.md).</summary>
internal static class Opcodes
{
    public const uint TopUp = 0x43430001;
    public const uint Claim = 0x43430002;
    public const uint ClaimPaid = 0x43430003;
    public const uint PayoutNotice = 0x43430004;
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
    public const uint Revoke = 0x43430040;
    public const uint Stake = 0x43430050;
    public const uint StartUnbond = 0x43430051;
    public const uint FinishUnbond = 0x43430052;
    public const uint AnnounceSlash = 0x43430053;
    public const uint Appeal = 0x43430054;
    public const uint Resolve = 0x43430055;
    public const uint ExecuteSlash = 0x43430056;
    public const uint WithdrawSlash = 0x43430057;
    public const uint LapseSlash = 0x43430058;
    public const uint PayOwed = 0x43430059;
    public const uint Excesses = 0xd53276db;

    public const uint Voucher = 0x56434831;
    public const uint CloseAgreement = 0x434c4f31;
    public const uint WithdrawPermit = 0x57445231;
}
