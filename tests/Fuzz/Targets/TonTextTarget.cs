using System.Text;
using Cocoon.Ton.Addresses;

namespace Cocoon.Fuzz.Tests.Targets;

/// <summary>Addresses in every form.</summary>
internal sealed class TonTextTarget : FuzzTarget
{
    public override IReadOnlyList<byte[]> Seeds { get; } =
    [
        .. ((string[])
        [
            "EQCD39VS5jcptHL8vMjEXrzGaRcCVYto7HUn4bpAOg8xqB2N", "UQCD39VS5jcptHL8vMjEXrzGaRcCVYto7HUn4bpAOg8xqEBI", "0:83dfd552e63729b472fcbcc8c45ebcc6691702558b68ec7527e1ba403a0f31a8",
        ]).Select(Encoding.UTF8.GetBytes),
    ];

    public override void Read(byte[] input) => TonAddress.Parse(Encoding.UTF8.GetString(input));

    public override bool IsRefusal(Exception exception) => exception is FormatException;
}
