using System.Net;
using System.Text.Json;

namespace Cocoon.Inference.Upstream;

/// <summary>The server's list of models, by which a wrong name is found before anybody pays for it.</summary>
internal static class UpstreamModels
{
    private const int MostBytes = 4 * 1024 * 1024;
    private const int MostNamed = 5;
    private const int MostName = 100;

    /// <returns>Which server this is, as far as the list says so.</returns>
    /// <exception cref="UpstreamException">It cannot be asked.</exception>
    /// <exception cref="WrongModelException">It does not serve the model.</exception>
    public static async Task<UpstreamServer> Check(HttpClient client, string model, CancellationToken cancellation)
    {
        using var answer = await UpstreamCall.Get(client, new Uri("models", UriKind.Relative), cancellation);
        // Servers of one model may have no list; the probe still tells.
        if (answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed) return UpstreamServer.Auto;
        if (answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
            throw new UpstreamException($"The upstream refuses its key (HTTP {(int)answer.StatusCode}). Check ApiKeyFile.");
        if (answer.StatusCode != HttpStatusCode.OK) throw new UpstreamException($"The upstream answered with HTTP {(int)answer.StatusCode} when asked for its models.");
        return Find(await BoundedBody.Read(answer.Content, MostBytes, cancellation), model);
    }

    private static UpstreamServer Find(byte[] json, string model)
    {
        var names = new List<string>();
        try
        {
            using var list = JsonDocument.Parse(json);
            foreach (var entry in list.RootElement.GetProperty("data").EnumerateArray())
            {
                var id = entry.GetProperty("id").GetString() ?? "";
                if (IsSame(id, model)) return Dialect.ServerOf(entry.TryGetProperty("owned_by", out var owner) && owner.ValueKind == JsonValueKind.String ? owner.GetString() : null);
                names.Add(id);
            }
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new UpstreamException("The upstream's list of models is not in OpenAI's form.");
        }
        throw new WrongModelException($"The upstream does not serve the model '{model}'. {Served(names)} Set Model to a name that it serves, or start it with this one.");
    }

    /// <summary>Ollama lists "name" as "name:latest".</summary>
    private static bool IsSame(string listed, string model) => listed == model || listed == model + ":latest";

    private static string Served(List<string> names) => names.Count == 0
        ? "It serves none."
        : $"It serves {string.Join(", ", names.Take(MostNamed).Select(Quote))}{(names.Count > MostNamed ? $" and {names.Count - MostNamed} more" : "")}.";

    private static string Quote(string name) => $"'{string.Concat(name.Where(letter => !char.IsControl(letter)).Take(MostName))}'";
}
