using System.Globalization;
using System.Text;
using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;

namespace Cocoon.Core.Reputation;

/// <summary>One provider's score for one model at the end of an epoch.</summary>
[GenerateSerializer, Immutable, Alias("cocoon.epoch-line")]
public sealed record EpochLine([property: Id(0)] AccountAddress Provider, [property: Id(1)] string Model, [property: Id(2)] int Score)
{
    /// <summary>The line as it is hashed: provider in raw form, score and model, with one space between them.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Provider.Raw} {Score} {Model}");

    /// <summary>The line in UTF-8, without a line end.</summary>
    public HexBytes Leaf() => new(Encoding.UTF8.GetBytes(ToString()));
}
