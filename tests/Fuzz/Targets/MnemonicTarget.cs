using System.Text;
using Cocoon.Fuzz.Tests.Inputs;
using Cocoon.Ton.Wallets;

namespace Cocoon.Fuzz.Tests.Targets;

/// <summary>Phrases that people type; those of 24 known words cost a key derivation.</summary>
internal sealed class MnemonicTarget : FuzzTarget
{
    private const string Phrase =
        "hospital stove relief fringe tongue always charge angry urge sentence again match nerve inquiry senior coconut label tumble carry category beauty bean road solution";

    public override IReadOnlyList<byte[]> Seeds => field ??= [Encoding.UTF8.GetBytes(Phrase)];

    public override int Cost => 20;

    public override void Read(byte[] input) => Mnemonic.Parse(Encoding.UTF8.GetString(input));

    public override bool IsRefusal(Exception exception) => exception is MnemonicException;

    /// <summary>Half of them keep all words on the list, and change their order.</summary>
    public override byte[] Next(InputSource source)
    {
        if (source.Random.Next(2) == 0) return base.Next(source);
        var words = Phrase.Split(' ');
        source.Random.Shuffle(words);
        return Encoding.UTF8.GetBytes(string.Join(' ', words));
    }
}
