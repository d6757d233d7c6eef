namespace Cocoon.Core.Tests.Settlement;

/// <summary>What the model knows of one provider.</summary>
internal sealed class ModelTally
{
    public long Accepted { get; set; }

    public long Earned { get; set; }

    public long Paid { get; set; }

    public long Drawn { get; set; }

    public long? OwedSince { get; set; }

    public long Owed => Earned - Paid - Drawn;
}
