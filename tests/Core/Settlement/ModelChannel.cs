namespace Cocoon.Core.Tests.Settlement;

/// <summary>What the model knows of one channel.</summary>
internal sealed class ModelChannel
{
    public long Last { get; set; }

    public long Signed { get; set; }

    public uint Seqno { get; set; }

    public long Claimed { get; set; }

    public DateTimeOffset? ClaimBy { get; set; }

    public long Charged { get; set; }

    public uint GivenUp { get; set; }

    public long Unclaimed => Seqno <= GivenUp ? 0 : Math.Max(0, Signed - Claimed);
}
