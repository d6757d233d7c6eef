using System.Text;
using System.Text.Json.Nodes;
using Cocoon.Ton.Cells;
using Cocoon.Ton.Tests.Hostile;

namespace Cocoon.Fuzz.Tests.Inputs;

/// <summary>Makes bad inputs from good ones. The same random numbers make the same inputs.</summary>
internal sealed class InputSource
{
    private readonly Mutator _bytes;
    private readonly JsonMutator _json;

    public InputSource(Random random)
    {
        Random = random;
        _bytes = new Mutator(random);
        _json = new JsonMutator(random);
    }

    public Random Random { get; }

    /// <summary>Mostly damaged seeds, some with parts of others, some bytes of no meaning.</summary>
    public byte[] Next(IReadOnlyList<byte[]> seeds)
    {
        var seed = seeds[Random.Next(seeds.Count)];
        switch (Random.Next(10))
        {
            case 0:
                var other = seeds[Random.Next(seeds.Count)];
                return [.. seed[..Random.Next(seed.Length + 1)], .. other[Random.Next(other.Length + 1)..]];
            case 1:
                var noise = new byte[Random.Next(200)];
                Random.NextBytes(noise);
                return noise;
            default:
                return _bytes.Damage(seed);
        }
    }

    /// <summary>JSON of another shape or with other values than the seeds, now and then with damaged bytes, or made up of their names.</summary>
    public byte[] NextJson(IReadOnlyList<byte[]> seeds) => Random.Next(10) switch
    {
        < 3 => Next(seeds),
        < 4 => Encoding.UTF8.GetBytes(_json.MakeUp(JsonNode.Parse(seeds[Random.Next(seeds.Count)]))),
        _ => Encoding.UTF8.GetBytes(_json.Damage(JsonNode.Parse(seeds[Random.Next(seeds.Count)]))),
    };

    /// <summary>A valid bag around a cell with up to three damages.</summary>
    public byte[] NextCell(IReadOnlyList<byte[]> seeds)
    {
        var cell = Boc.Read(seeds[Random.Next(seeds.Count)]);
        for (var times = Random.Next(1, 4); times > 0; times--) cell = _bytes.Damage(cell);
        return Boc.Write(cell);
    }
}
