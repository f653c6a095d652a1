using Marketplace.Operators;

namespace Marketplace.Programs.Layers;

/// <summary>A convolution of stride 1 as moves and one product (O1): a row for each place of the image, in which the window
/// around it stands.</summary>
public static class Convolution
{
    /// <param name="x">[batch, height, width, channels].</param>
    /// <param name="weight">[outputs, channels, kernel, kernel].</param>
    /// <param name="padding">Zeros on all four sides.</param>
    /// <returns>[batch, height + 2·padding − kernel + 1, width + …, outputs].</returns>
    public static Node Of(GraphBuilder graph, Node x, Node weight, uint padding)
    {
        var kernel = weight.Shape.D3;
        if (padding > 0) x = graph.Padded(graph.Padded(x, 1, padding, padding), 2, padding, padding);
        var (batch, height, width) = (x.Shape.D0, x.Shape.D1 - kernel + 1, x.Shape.D2 - kernel + 1);

        Node Window(uint place) =>
            graph.Slice(graph.Slice(x, 1, place / kernel, height), 2, place % kernel, width);
        var windows = Window(0);
        for (uint place = 1; place < kernel * kernel; place++) windows = graph.Concat(windows, Window(place), 3);

        var rows = graph.Reshape(windows, new Shape(1, 1, batch * height * width, windows.Shape.D3));
        var columns = graph.Reshape(graph.Permute(weight, 0, 2, 3, 1), new Shape(1, 1, weight.Shape.D0, windows.Shape.D3));
        return graph.Reshape(graph.MatMul(rows, columns), new Shape(batch, height, width, weight.Shape.D0));
    }
}
