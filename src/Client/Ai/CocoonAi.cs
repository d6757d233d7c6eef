using Microsoft.Extensions.AI;

namespace Cocoon.Client.Ai;

/// <summary>Makes a Cocoon client an AI client of .NET (Microsoft.Extensions.AI).</summary>
public static class CocoonAi
{
    /// <summary>Key of Cocoon's facts in <c>AdditionalProperties</c>: a <see cref="ChatResult"/> or <see cref="EmbeddingResult"/>.</summary>
    public const string Facts = "cocoon";

    /// <summary>A chat client for this model. Disposing it leaves <paramref name="client"/> alone.</summary>
    public static IChatClient AsChatClient(this ICocoonClient client, string model) => new CocoonChatClient(client, model);

    /// <summary>An embedding generator for this model. Disposing it leaves <paramref name="client"/> alone.</summary>
    public static IEmbeddingGenerator<string, Embedding<float>> AsEmbeddingGenerator(this ICocoonClient client, string model) => new CocoonEmbeddingGenerator(client, model);
}
