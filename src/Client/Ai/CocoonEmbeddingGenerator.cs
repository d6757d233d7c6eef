using Microsoft.Extensions.AI;

namespace Cocoon.Client.Ai;

/// <summary>A Cocoon market as an embedding generator. Thread-safe.</summary>
internal sealed class CocoonEmbeddingGenerator(ICocoonClient client, string model) : IEmbeddingGenerator<string, Embedding<float>>
{
    private readonly EmbeddingGeneratorMetadata _metadata = new("cocoon", defaultModelId: model);

    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        var inputs = values.ToList();
        if (inputs.Count == 0) return [];
        var request = new EmbeddingRequest(options?.ModelId ?? model, inputs) { Dimensions = options?.Dimensions };
        var result = await client.EmbedAsync(request, cancellationToken);
        var tokens = result.Receipt.Receipt.Tokens;
        return new GeneratedEmbeddings<Embedding<float>>(result.Vectors.Select(vector => new Embedding<float>(vector) { ModelId = request.Model, CreatedAt = result.Receipt.Receipt.EndedAt }))
        {
            Usage = AiContents.Usage(tokens),
            AdditionalProperties = new() { [CocoonAi.Facts] = result },
        };
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        if (serviceKey is not null) return null;
        if (serviceType.IsInstanceOfType(this)) return this;
        if (serviceType.IsInstanceOfType(client)) return client;
        return serviceType == typeof(EmbeddingGeneratorMetadata) ? _metadata : null;
    }

    public void Dispose()
    {
        // The client is whoever made it's to dispose.
    }
}
